# sh step.sh LOG ID FAILURES SECONDS: notes in LOG that ID was started, takes that long, and fails the first FAILURES times
echo "$2" >>"$1"
if [ "$4" != 0 ]; then sleep "$4"; fi
if [ "$(grep -cxF -- "$2" "$1")" -le "$3" ]; then exit 1; fi
echo "$2 ok" >>"$1"

/** Lets one in after the other; each leaves by what it is given. */
export function createQueue(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    const turn = { leave: nothing };
    last = new Promise((resolve) => {
      turn.leave = resolve;
    });
    await before;
    return () => turn.leave();
  };
}

function nothing(): void {
  // replaced before anybody can call it
}

/** Does work for each of a list, so many at a time; the results are in the order of the list. */
export async function inLanes<T, Result>(
  list: readonly T[],
  lanes: number,
  work: (one: T, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next; index < list.length; index = next) {
      next += 1;
      const one = list[index];
      // oxlint-disable-next-line no-await-in-loop -- a lane does one after the other
      if (one !== undefined) results[index] = await work(one, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, list.length) }, lane));
  return results;
}

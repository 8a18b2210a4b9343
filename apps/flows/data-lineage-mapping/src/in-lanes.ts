/** Does work for each of a list, in each lane one after the other; the results are in the order of the list. */
export async function inLanes<T, Lane, Result>(
  list: readonly T[],
  lanes: readonly Lane[],
  work: (one: T, lane: Lane, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const run = async (lane: Lane): Promise<void> => {
    for (let index = next; index < list.length; index = next) {
      next += 1;
      const one = list[index];
      // oxlint-disable-next-line no-await-in-loop -- a lane does one after the other
      if (one !== undefined) results[index] = await work(one, lane, index);
    }
  };
  await Promise.all(lanes.map(run));
  return results;
}

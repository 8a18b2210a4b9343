/** An entry of a list of numbers, which is known to be there. */
export function at(list: ArrayLike<number>, index: number): number {
  return list[index] ?? 0;
}

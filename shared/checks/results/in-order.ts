/** Puts a list in order, in place. Most are in order already: to see that costs a fraction of sorting. */
export function inOrder<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  for (let index = 1; index < list.length; index += 1)
    if (compare(list[index - 1] as T, list[index] as T) > 0) return list.sort(compare);
  return list;
}

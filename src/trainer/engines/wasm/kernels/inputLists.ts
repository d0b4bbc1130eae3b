// For the gradient of a sparse layer: which rows of the batch have something at an input, and what.

/** Empties `count` lists; the first is at `first`, the next `listBytes` further. */
export function clearLists(begins: usize, ends: usize, count: usize, first: usize, listBytes: usize): void {
  for (let list: usize = 0; list < count; list++) {
    store<u32>(begins + list * 4, <u32>first);
    store<u32>(ends + list * 4, <u32>first);
    first += listBytes;
  }
}

/** Puts the entries of the rows `begin` to `end` behind the lists of their inputs. */
export function appendRows(begin: usize, end: usize, rowBegins: usize, rowEnds: usize, listEnds: usize): void {
  for (let row = begin; row < end; row++) {
    const last = load<u32>(rowEnds + row * 4);
    for (let entry = load<u32>(rowBegins + row * 4); entry < last; entry += 4) {
      const bits = load<u32>(<usize>entry);
      const slot = listEnds + <usize>(bits & 0xffff) * 4;
      const at = load<u32>(slot);
      store<u32>(<usize>at, (bits & 0xffff0000) | (<u32>row));
      store<u32>(slot, at + 4);
    }
  }
}

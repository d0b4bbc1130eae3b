// Images of the data set, of which most pixels have the same value: only the others are kept, as entries.
// An entry is 32 bits: above, the upper half of the float32 (byte - background), which it holds exactly; below, an index.

/** Writes the entries of `count` images and the address of each image's first; returns the end of the entries. */
export function encodeImages(
  pixels: usize,
  count: usize,
  size: usize,
  background: u32,
  starts: usize,
  entries: usize,
): usize {
  const ground = i8x16.splat(<i8>background);
  for (let image: usize = 0; image < count; image++) {
    store<u32>(starts, <u32>entries);
    starts += 4;
    let at: usize = 0;
    for (; at + 16 <= size; at += 16) {
      let mask = i8x16.bitmask(i8x16.ne(v128.load(pixels + at), ground));
      while (mask) {
        entries = encodePixel(pixels, at + <usize>ctz(mask), background, entries);
        mask &= mask - 1;
      }
    }
    for (; at < size; at++) {
      if (<u32>load<u8>(pixels + at) != background) entries = encodePixel(pixels, at, background, entries);
    }
    pixels += size;
  }
  store<u32>(starts, <u32>entries);
  return entries;
}

function encodePixel(pixels: usize, index: usize, background: u32, entries: usize): usize {
  const difference = <f32>(<i32>load<u8>(pixels + index) - <i32>background);
  store<u32>(entries, reinterpret<u32>(difference) | (<u32>index));
  return entries + 4;
}

/**
 * Finds the entries of the images that `order` names for the rows `begin` to `end`. It also touches them all, one word
 * a cache line: so the many misses of a shuffled batch overlap, instead of each holding up the sums that need it.
 */
export function openImages(order: usize, begin: usize, end: usize, starts: usize, begins: usize, ends: usize): u32 {
  let touched: u32 = 0;
  for (let row = begin; row < end; row++) {
    const start = starts + <usize>load<u32>(order + row * 4) * 4;
    const first = load<u32>(start);
    const last = load<u32>(start, 4);
    store<u32>(begins + row * 4, first);
    store<u32>(ends + row * 4, last);
    for (let at = first; at < last; at += 64) touched += load<u32>(<usize>at);
  }
  return touched;
}

/** Values of whole images through a table of 256, for the rows `begin` to `end`. */
export function decodeImages(
  order: usize,
  begin: usize,
  end: usize,
  pixels: usize,
  size: usize,
  table: usize,
  values: usize,
  stride: usize,
): void {
  for (let row = begin; row < end; row++) {
    const image = pixels + <usize>load<u32>(order + row * 4) * size;
    const target = values + row * stride;
    for (let at: usize = 0; at < size; at++) {
      store<f32>(target + at * 4, load<f32>(table + ((<usize>load<u8>(image + at)) << 2)));
    }
  }
}

/** Wraps `render` so that it runs only when one of its arguments is another value than in the call before. */
export function whenChanged<A extends readonly unknown[]>(render: (...values: A) => void): (...values: A) => void {
  let last: A | undefined;
  return (...values) => {
    const previous = last;
    if (previous && values.every((value, index) => Object.is(value, previous[index]))) return;
    last = values;
    render(...values);
  };
}

/** Lets a request to stop come in between two groups of steps. */
export function takeMessages(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

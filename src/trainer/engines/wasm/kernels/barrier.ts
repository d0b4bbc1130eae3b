/**
 * About a hundred microseconds, two fifths of a step of the tutorial's net: to wake a thread that sleeps takes longer than
 * threads with a core each are apart. Ten were 5 to 12 % slower, and no better where threads must share a core.
 */
const SPINS = 40_000;

/** Returns when all `threads` have come. `state`: 12 bytes for arrivals, generation and sleepers, zero at first. */
export function barrier(state: usize, threads: i32): void {
  const generation = atomic.load<i32>(state, 4);
  if (atomic.add<i32>(state, 1) == threads - 1) {
    atomic.store<i32>(state, 0);
    atomic.store<i32>(state, generation + 1, 4);
    if (atomic.load<i32>(state, 8) > 0) atomic.notify(state + 4, -1);
    return;
  }
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(state, 4) != generation) return;
  }
  atomic.add<i32>(state, 1, 8);
  while (atomic.load<i32>(state, 4) == generation) atomic.wait<i32>(state + 4, generation, -1);
  atomic.sub<i32>(state, 1, 8);
}

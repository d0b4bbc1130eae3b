import type { Schedule } from "../model/trainingSettings";

/**
 * The learning rate of epoch `epoch`, from 1, when `schedule.step()` is called after each. Made from one epoch to the
 * next, as PyTorch's `get_lr` does (`torch/optim/lr_scheduler.py`), so that it is rounded alike.
 */
export function scheduledRate(lr: number, schedule: Schedule | undefined, epoch: number): number {
  let rate = lr;
  for (let passed = 1; schedule && passed < epoch; passed++) rate = nextRate(rate, lr, schedule, passed);
  return rate;
}

/** The rate after `passed` epochs, from the `rate` before. */
function nextRate(rate: number, base: number, schedule: Schedule, passed: number): number {
  switch (schedule.kind) {
    case "step":
      return passed % schedule.stepSize === 0 ? rate * schedule.gamma : rate;
    case "exponential":
      return rate * schedule.gamma;
    case "cosine": {
      const { tMax, etaMin } = schedule;
      if ((passed - 1 - tMax) % (2 * tMax) === 0) {
        return rate + ((base - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
      }
      const turn = (epochs: number) => 1 + Math.cos((Math.PI * epochs) / tMax);
      return (turn(passed) / turn(passed - 1)) * (rate - etaMin) + etaMin;
    }
  }
}

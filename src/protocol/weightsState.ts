import type { MeasuredTensor, ReaderEvent, WeightsListing } from "./inspector";

/** What is known of a file so far. Host and page move it by the same events. */
export interface WeightsState {
  readonly listing?: WeightsListing;
  /** Why nothing could be read. */
  readonly refusal?: { readonly message: string; readonly fileBytes?: number };
  /** In the order in which they came. */
  readonly measured: readonly MeasuredTensor[];
  readonly measuring: "not-begun" | "running" | "completed" | "stopped";
}

export const NOTHING_READ: WeightsState = { measured: [], measuring: "not-begun" };

/** The state after `event`. */
export function advanceWeights(state: WeightsState, event: ReaderEvent): WeightsState {
  switch (event.type) {
    case "weights-listed":
      return { ...NOTHING_READ, listing: event.listing };
    case "weights-refused": {
      const { message, fileBytes } = event;
      return { ...NOTHING_READ, refusal: { message, ...(fileBytes !== undefined && { fileBytes }) } };
    }
    case "measuring-began":
      return { ...state, measured: [], measuring: "running" };
    case "tensors-measured":
      return { ...state, measured: [...state.measured, ...event.measured] };
    case "measuring-ended": {
      const listing = state.listing && { ...state.listing, problems: event.problems };
      return { ...state, ...(listing && { listing }), measuring: event.outcome };
    }
    case "answered":
    case "not-answered":
      return state;
    default:
      return event satisfies never;
  }
}

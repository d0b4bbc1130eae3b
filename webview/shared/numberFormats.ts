/** Numbers as a reader of one language writes them. */
export interface NumberFormats {
  /** Whole numbers, with grouping. */
  readonly count: (value: number) => string;
  /** Whole numbers without grouping, such as a seed or a label. */
  readonly plain: (value: number) => string;
  /** Four digits after the point, as the tutorial prints a loss. */
  readonly loss: (value: number) => string;
  /** `value` counts 0 to 100; two digits after the point, as the tutorial prints an accuracy. */
  readonly percent: (value: number) => string;
  /** Four significant digits; powers of ten outside of 0.001 to 10,000. */
  readonly significant: (value: number) => string;
  /** As few digits as tell the marks of an axis apart. */
  readonly short: (value: number) => string;
  /** At most one decimal below ten seconds, then whole seconds, minutes, hours. */
  readonly duration: (seconds: number) => string;
  /** Seconds with two decimals. */
  readonly seconds: (seconds: number) => string;
  readonly bytes: (count: number) => string;
  /** Date and time of milliseconds since 1970. */
  readonly moment: (milliseconds: number) => string;
}

/** Formats for a BCP 47 tag. */
export function createNumberFormats(locale: string): NumberFormats {
  const numbers = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const unit = (name: string, maximumFractionDigits = 0, minimumFractionDigits = 0) =>
    numbers({ style: "unit", unit: name, minimumFractionDigits, maximumFractionDigits });
  const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

  const percent = numbers({ style: "percent", ...fixed(2) });
  const fourDigits = { minimumSignificantDigits: 4, maximumSignificantDigits: 4 };
  const ordinary = numbers(fourDigits);
  const scientific = numbers({ ...fourDigits, notation: "scientific" });
  const brief = numbers({ maximumSignificantDigits: 4 });
  const briefScientific = numbers({ maximumSignificantDigits: 3, notation: "scientific" });
  const tenths = unit("second", 1);
  const seconds = unit("second");
  const minutes = unit("minute");
  const hours = unit("hour");
  const bytes = unit("byte");
  const gigabytes = unit("gigabyte", 1, 1);
  const kilobytes = unit("kilobyte");
  const megabytes = unit("megabyte", 1, 1);
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

  return {
    count: numbers({ maximumFractionDigits: 0 }),
    plain: numbers({ maximumFractionDigits: 0, useGrouping: false }),
    loss: numbers(fixed(4)),
    percent: value => percent(value / 100),
    significant: value => {
      if (value === 0) return brief(value);
      const size = Math.abs(value);
      return size >= 0.001 && size < 10_000 ? ordinary(value) : scientific(value);
    },
    short: value => {
      const size = Math.abs(value);
      return value === 0 || (size >= 0.0001 && size < 1_000_000) ? brief(value) : briefScientific(value);
    },
    duration: value => {
      if (value < 9.95) return tenths(value);
      const whole = Math.round(value);
      if (whole < 60) return seconds(whole);
      if (whole < 3600) return `${minutes(Math.floor(whole / 60))} ${seconds(whole % 60)}`;
      return `${hours(Math.floor(whole / 3600))} ${minutes(Math.floor((whole % 3600) / 60))}`;
    },
    seconds: unit("second", 2, 2),
    bytes: value =>
      value < 1000
        ? bytes(value)
        : value >= 1e9
          ? gigabytes(value / 1e9)
          : value < 1e6
            ? kilobytes(value / 1e3)
            : megabytes(value / 1e6),
    moment: value => moments.format(value),
  };
}

/**
 * Functions to about one unit in the last place, by the polynomials of the Cephes library (S. Moshier): drivers' own
 * are off by up to a hundred. A NaN stays one.
 */
export const MATH_FUNCTIONS = /* wgsl */ `
fn exponential(given: f32) -> f32 {
  let a = clamp(given, -87.0, 88.0);
  let n = floor(a * 1.44269504088896341 + 0.5);
  let x = (a - n * 0.693359375) - n * -2.12194440e-4;
  var p = 1.9875691500e-4;
  p = p * x + 1.3981999507e-3;
  p = p * x + 8.3334519073e-3;
  p = p * x + 4.1665795894e-2;
  p = p * x + 1.6666665459e-1;
  p = p * x + 5.0000001201e-1;
  let value = (p * (x * x) + x + 1.0) * bitcast<f32>(u32(i32(n) + 127) << 23u);
  return select(select(value, 0.0, given < -87.0), given, isNan(given));
}

fn logarithm(a: f32) -> f32 {
  let bits = bitcast<u32>(a);
  var e = f32(i32(bits >> 23u) - 126);
  var x = bitcast<f32>((bits & 0x7fffffu) | 0x3f000000u);
  if (x < 0.707106781186547524) { e -= 1.0; x = x + x - 1.0; } else { x = x - 1.0; }
  let z = x * x;
  var p = 7.0376836292e-2;
  p = p * x - 1.1514610310e-1;
  p = p * x + 1.1676998740e-1;
  p = p * x - 1.2420140846e-1;
  p = p * x + 1.4249322787e-1;
  p = p * x - 1.6668057665e-1;
  p = p * x + 2.0000714765e-1;
  p = p * x - 2.4999993993e-1;
  p = p * x + 3.3333331174e-1;
  p = p * x * z - 2.12194440e-4 * e - 0.5 * z;
  return select((x + p) + 0.693359375 * e, a, isBroken(a));
}

fn tangent(x: f32) -> f32 {
  let magnitude = abs(x);
  if (magnitude < 0.625) {
    let z = x * x;
    var p = -5.70498872745e-3;
    p = p * z + 2.06390887954e-2;
    p = p * z - 5.37397155531e-2;
    p = p * z + 1.33314422036e-1;
    p = p * z - 3.33332819422e-1;
    return p * z * x + x;
  }
  let far = 1.0 - 2.0 / (exponential(2.0 * min(magnitude, 40.0)) + 1.0);
  return select(select(far, -far, x < 0.0), x, isNan(x));
}

fn errorFunction(x: f32) -> f32 {
  let magnitude = abs(x);
  let square = x * x;
  if (magnitude < 1.0) {
    var p = 7.853861353153693e-5;
    p = p * square - 8.010193625184903e-4;
    p = p * square + 5.188327685732524e-3;
    p = p * square - 2.685381193529856e-2;
    p = p * square + 1.128358514861418e-1;
    p = p * square - 3.7612625824233e-1;
    return x * (p * square + 1.12837916572671);
  }
  let inverse = 1.0 / magnitude;
  let y = inverse * inverse;
  var q = -1.047766399936249e1;
  if (magnitude < 2.0) {
    q = 2.326819970068386e-2;
    q = q * y - 1.387039388740657e-1;
    q = q * y + 3.687424674597105e-1;
    q = q * y - 5.824733027278666e-1;
    q = q * y + 6.210004621745983e-1;
    q = q * y - 4.944515323274145e-1;
    q = q * y + 3.404879937665872e-1;
    q = q * y - 2.741127028184656e-1;
    q = q * y + 5.638259427386472e-1;
  } else {
    q = q * y + 1.297719955372516e1;
    q = q * y - 7.495518717768503;
    q = q * y + 2.921019019210786;
    q = q * y - 1.0152652792027;
    q = q * y + 4.218463358204948e-1;
    q = q * y - 2.820767439740514e-1;
    q = q * y + 5.641895067754075e-1;
  }
  let outer = 1.0 - exponential(-min(square, 80.0)) * inverse * q;
  return select(select(outer, -outer, x < 0.0), x, isNan(x));
}

fn logistic(x: f32) -> f32 { return 1.0 / (1.0 + exponential(-x)); }

fn normalShare(x: f32) -> f32 { return 0.5 * (1.0 + errorFunction(x * 0.7071067811865476)); }

// by bits, since comparisons with NaN are the driver's business
fn isBroken(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u; }
fn isNan(x: f32) -> bool { return isBroken(x) && (bitcast<u32>(x) & 0x7fffffu) != 0u; }
`;

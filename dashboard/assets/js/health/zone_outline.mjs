// An outline that is being drawn on a picture: shares of its width and height, no page and no pictures here.

const NEAR = 0.02;
const round = (share) => Math.round(Math.min(1, Math.max(0, share)) * 10000) / 10000;

/** A point as shares, kept within the picture. */
export const pointOf = (x, y) => [round(x), round(y)];

/** The corners of the rectangle between two opposite corners. */
export function rectangle([left, top], [right, bottom]) {
  const [x1, x2] = [Math.min(left, right), Math.max(left, right)];
  const [y1, y2] = [Math.min(top, bottom), Math.max(top, bottom)];
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

/** Whether two points are so near that a hand means the same one. */
export const isNear = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) < NEAR;

/** The share of the picture that an outline encloses. */
export function area(outline) {
  let twice = 0;
  for (const [index, [x, y]] of outline.entries()) {
    const [nextX, nextY] = outline[(index + 1) % outline.length];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

/** What one pointer gesture makes of the corners so far: a drag is a rectangle, a click one more corner. */
export function afterGesture(corners, isClosed, from, to) {
  if (!isNear(from, to)) return { corners: rectangle(from, to), isClosed: true };
  if (isClosed) return { corners: [to], isClosed: false };
  if (corners.length > 2 && isNear(corners[0], to)) return { corners, isClosed: true };
  return { corners: [...corners, to], isClosed: false };
}

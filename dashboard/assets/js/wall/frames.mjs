// The stream of a look, taken apart: two lengths of four bytes, a head in JSON, a picture. Eight zeros: still here.

const LENGTHS = 8;
const LARGEST = 4 * 1024 * 1024; // Far above any frame: beyond it the stream is not what it should be.

/** Takes pieces of any size and gives whole frames, as [head, jpeg] pairs. */
export class FrameReader {
  constructor() {
    this.rest = new Uint8Array(0);
  }

  push(piece) {
    const bytes = joined(this.rest, piece);
    const frames = [];
    let at = 0;
    while (bytes.length - at >= LENGTHS) {
      const lengths = new DataView(bytes.buffer, bytes.byteOffset + at, LENGTHS);
      const headLength = lengths.getUint32(0);
      const end = at + LENGTHS + headLength + lengths.getUint32(4);
      if (end - at > LARGEST) throw new Error("the stream of pictures is spoilt");
      if (bytes.length < end) break;
      if (headLength > 0) frames.push(frameOf(bytes.subarray(at + LENGTHS, end), headLength));
      at = end;
    }
    this.rest = bytes.slice(at);
    return frames;
  }
}

function frameOf(bytes, headLength) {
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, headLength)));
  return [head, bytes.slice(headLength)];
}

function joined(one, other) {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

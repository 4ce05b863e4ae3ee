// Draws the extension's icon: a bartizan, the small turret that overhangs a wall's corner and watches over it.
//   node client/media/make-icon.mjs     writes icon.png beside this file
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as zlib from "node:zlib";

const size = 256;
const samples = 4; // per pixel and axis

const night = [16, 42, 67];
const stone = [240, 244, 248];
const light = [247, 201, 72];

const inside = (x, y, left, top, right, bottom) => x >= left && x < right && y >= top && y < bottom;

/** A square with rounded corners. */
function isGround(x, y) {
  const radius = 44;
  const dx = Math.max(radius - x, x - (size - radius), 0);
  const dy = Math.max(radius - y, y - (size - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

function isTurret(x, y) {
  const fromMiddle = Math.abs(x - 128);
  if (y >= 34 && y < 100) return fromMiddle <= ((y - 34) / 66) * 58; // the roof
  if (inside(x, y, 78, 108, 178, 168)) return true; // the room
  if (y >= 176 && y < 222) return fromMiddle <= 50 - ((y - 176) / 46) * 44; // the corbel that carries it
  return false;
}

function isWindow(x, y) {
  const arch = (x - 128) ** 2 + (y - 134) ** 2 <= 13 * 13;
  return arch || inside(x, y, 115, 134, 141, 158);
}

function colourAt(x, y) {
  if (!isGround(x, y)) return [0, 0, 0, 0];
  if (isWindow(x, y)) return [...light, 255];
  return [...(isTurret(x, y) ? stone : night), 255];
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let sy = 0; sy < samples; sy++)
    for (let sx = 0; sx < samples; sx++) {
      const [r, g, b, a] = colourAt(column + (sx + 0.5) / samples, row + (sy + 0.5) / samples);
      sum[0] += r * a;
      sum[1] += g * a;
      sum[2] += b * a;
      sum[3] += a;
    }
  const alpha = sum[3];
  if (alpha === 0) return [0, 0, 0, 0];
  return [sum[0] / alpha, sum[1] / alpha, sum[2] / alpha, alpha / samples ** 2].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

const rows = Buffer.alloc(size * (size * 4 + 1));
for (let row = 0; row < size; row++)
  for (let column = 0; column < size; column++) rows.set(pixel(column, row), row * (size * 4 + 1) + 1 + column * 4);

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = Buffer.concat([
  signature,
  chunk("IHDR", header),
  chunk("IDAT", zlib.deflateSync(rows, { level: 9 })),
  chunk("IEND", Buffer.alloc(0)),
]);
writeFileSync(fileURLToPath(new URL("icon.png", import.meta.url)), png);

// A zip archive in the one form in which packages are written: taken apart, written again, and compared byte for byte.

const FORM = { largest: 256 * 2 ** 20, largestFile: 128 * 2 ** 20, mostFiles: 10000 };
const FIRST = ["MANIFEST.json", "MANIFEST.dsse.json", "certification.dsse.json", "certification.tlog-proof", "certificate.pdf"];
const [LOCAL, ENTRY, END] = [30, 46, 22];
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9_.+=@, -]*[A-Za-z0-9_+=@-])?$/;
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i;
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ CRC[(sum ^ byte) & 0xff];
  return ~sum >>> 0;
}

function misnamed(name) {
  if (name.length > 240) return "has more than 240 characters";
  if (!name.split("/").every((part) => PART.test(part))) return "is no plain name";
  return name.split("/").some((part) => DEVICE.test(part)) ? "is the name of a device on some machines" : "";
}

function unpacked(raw, where) {
  const refuse = (what) => {
    throw new Failed(where, what);
  };
  if (raw.length > FORM.largest) refuse("is larger than 256 MiB");
  const contents = new Map();
  const seen = new Set();
  for (const entry of listed(raw, refuse)) {
    const why = strange(entry, seen);
    if (why) refuse(`\`${entry.name}\` ${why}`);
    seen.add(entry.name.toLowerCase());
    contents.set(entry.name, raw.subarray(entry.at, entry.at + entry.size));
  }
  const both = [...seen].flatMap(foldersOf).find((folder) => seen.has(folder));
  if (both) refuse(`\`${both}\` is a file and a folder`);
  let at = 0;
  for (const piece of pieces(contents)) {
    if (!same(raw.subarray(at, at + piece.length), piece)) refuse(`is not what was packed, from byte ${at} on`);
    at += piece.length;
  }
  if (at !== raw.length) refuse(`goes on after byte ${at}, where it should end`);
  return contents;
}

// The entries of the directory, which lies right before the end.
function listed(raw, refuse) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const end = raw.length - END;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) refuse("is no package, or is cut off, or something follows its end");
  const [count, length] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true)];
  let at = view.getUint32(end + 16, true);
  if (count > FORM.mostFiles) refuse(`holds ${count} files, and ${FORM.mostFiles} are the most`);
  if (at + length !== end) refuse("has something before, after or in place of the list of its files");
  const found = [];
  for (let number = 0; number < count; number++) {
    if (at + ENTRY > raw.length || view.getUint32(at, true) !== 0x02014b50) refuse("lists more files than it has, or is damaged");
    const short = (offset) => view.getUint16(at + offset, true);
    const long = (offset) => view.getUint32(at + offset, true);
    const name = String.fromCharCode(...raw.subarray(at + ENTRY, at + ENTRY + Math.min(short(28), 1000)));
    found.push({ name, flags: short(8), method: short(10), packed: long(20), size: long(24), mode: long(38) >>> 16, at: long(42) + LOCAL + short(28) });
    at += ENTRY + short(28) + short(30) + short(32);
  }
  if (found.reduce((size, each) => size + each.size, 0) > FORM.largest) refuse("holds more than 256 MiB");
  return found;
}

function strange(entry, seen) {
  if (entry.flags & 0x2041 || entry.method || entry.size !== entry.packed) return "is compressed or encrypted";
  if (![0, 0o100000].includes(entry.mode & 0o170000)) return "is no regular file";
  const why = misnamed(entry.name);
  if (why) return why;
  if (seen.has(entry.name.toLowerCase())) return "is there twice";
  return entry.size > FORM.largestFile ? "is larger than 128 MiB" : "";
}

const foldersOf = (name) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));

function* pieces(contents) {
  const first = FIRST.filter((name) => contents.has(name));
  const names = [...first, ...[...contents.keys()].filter((name) => !first.includes(name)).sort()];
  const directory = [];
  let place = 0;
  for (const name of names) {
    const [content, written] = [contents.get(name), utf8(name)];
    // flags, method, time, day, sum, size, size again, length of the name, length of what is extra
    const told = [[2, 0], [2, 0], [2, 0], [2, 33], [4, crc32(content)], [4, content.length], [4, content.length], [2, written.length], [2, 0]];
    yield joined(numbers([4, 0x04034b50], [2, 20], ...told), written);
    yield content;
    directory.push(numbers([4, 0x02014b50], [2, 0x0314], [2, 20], ...told, [2, 0], [2, 0], [2, 0], [4, 0o100644 * 65536], [4, place]), written);
    place += LOCAL + written.length + content.length;
  }
  const list = joined(...directory);
  yield list;
  yield numbers([4, 0x06054b50], [2, 0], [2, 0], [2, names.length], [2, names.length], [4, list.length], [4, place], [2, 0]);
}

// Whole numbers as bytes, the least first; each comes with its size.
function numbers(...parts) {
  const bytes = new Uint8Array(parts.reduce((size, [width]) => size + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of parts) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

// Checkpoints (C2SP signed notes), proofs (c2sp.org/tlog-proof@v1) and paths in the tree of a ledger (RFC 9162).

const HEADER = "c2sp.org/tlog-proof@v1";
const LARGEST_PROOF = 2 ** 20;
const LARGEST_NOTE = 2 ** 16;

function entries(written, where) {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(written) || BigInt(written) >= 2n ** 63n) throw new Failed(where, `\`${written.slice(0, 40)}\` is not a number of entries`);
  return BigInt(written);
}

function hash(encoded, where) {
  const found = base64(encoded, where);
  if (found.length !== 32) throw new Failed(where, `has ${found.length} bytes, not 32`);
  return found;
}

const isName = (name) => name !== "" && !/[\s+\x00-\x1f\x7f]/.test(name);

async function readNote(raw) {
  const fail = (what) => {
    throw new Failed("checkpoint", what);
  };
  if (raw.length > LARGEST_NOTE) fail(`has ${raw.length} bytes, and ${LARGEST_NOTE} are the most that are read`);
  const note = text(raw, "checkpoint");
  if (/[\x00-\x09\x0b-\x1f\x7f]/.test(note)) fail("holds a control character other than the newline");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || cut + 2 === note.length || !note.endsWith("\n")) fail("has no signature lines behind an empty line");
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > 64) fail(`has ${lines.length} signatures, and 64 are the most that are read`);
  const [origin, size, root, ...more] = note.slice(0, cut).split("\n");
  if (!origin || !size || !root || more.includes("")) fail("has not the lines origin, size and root");
  const found = { origin, size: entries(size, "checkpoint, size"), root: hash(root, "checkpoint, root"), signed: utf8(note.slice(0, cut + 1)) };
  if (found.size === 0n && !same(found.root, await sha256(new Uint8Array()))) fail("is not the root of no entries, though the size is 0");
  return { ...found, signatures: lines.map(signatureLine) };
}

function signatureLine(line, number) {
  const where = `checkpoint, signature ${number + 1}`;
  const [dash, name, encoded, ...more] = line.split(" ");
  if (dash !== "\u2014" || !isName(name ?? "") || encoded === undefined || more.length) throw new Failed(where, "is not a dash, a name and base64, with one blank between them");
  const raw = base64(encoded, where);
  if (raw.length <= 4) throw new Failed(where, "is too short");
  return { name, keyid: hex(raw.subarray(0, 4)), value: raw.subarray(4) };
}

// A key of a ledger in one line: name, id, and type with key, joined by `+`; or in PEM, for whatever ledger it signs.
async function ledgerKey(line, where) {
  if (line.startsWith("-----BEGIN")) return { name: null, key: forNotes(await trustedKey(line, where), where) };
  const [name, stated, ...rest] = line.trim().split("+");
  const raw = base64(rest.join("+"), where);
  if (raw[0] !== 2) throw new Failed(where, "is of a type that is not known", "use ECDSA on P-256 or P-384");
  const key = forNotes(await keyOf(raw.subarray(1), where), where);
  if (!isName(name)) throw new Failed(where, `\`${name}\` is no name for a key`);
  if (stated !== key.keyid.slice(0, 8)) throw new Failed(where, `names the key id \`${stated}\`, and the key in it has \`${key.keyid.slice(0, 8)}\``);
  return { name, key };
}

function forNotes(key, where) {
  if (key.uses[0].kind.name !== "ECDSA") throw new Failed(where, "cannot sign checkpoints", "use ECDSA on P-256 or P-384");
  return key;
}

const isFor = (ledger, note) => ledger.name === null || ledger.name === note.origin;

// Throws unless a key that is trusted for the origin of `note` signed it. A line that names such a key must be its own.
async function checkNote(note, ledgers) {
  const known = ledgers.filter((each) => isFor(each, note));
  if (!known.length) throw new Failed("checkpoint", `is of the ledger \`${note.origin}\`, and no key is trusted for that`);
  if (!(await signedBySome(note, known))) throw new Failed("checkpoint", `no key that is trusted for \`${note.origin}\` signed it`);
}

async function signedBySome(note, ledgers) {
  let signed = false;
  for (const { key } of ledgers.filter((each) => isFor(each, note))) {
    for (const line of note.signatures.filter((each) => each.name === note.origin && each.keyid === key.keyid.slice(0, 8))) {
      if (!(await signedWith(key, line.value, note.signed, { note: true }))) throw new Failed("checkpoint", `the signature of \`${line.name}\` does not fit`, "it was changed after signing");
      signed = true;
    }
  }
  return signed;
}

// The lines before the first empty one, and the bytes behind it.
function parted(raw, where) {
  const at = raw.findIndex((byte, place) => byte === 10 && raw[place + 1] === 10);
  const head = at < 0 ? "" : text(raw.subarray(0, at), where);
  if (/[^\x00-\x7f]/.test(head)) throw new Failed(where, "is not text in ASCII before its checkpoint");
  return [head.split("\n"), raw.subarray(at + 2)];
}

async function readProof(raw) {
  const [[header, ...lines], note] = parted(raw, "proof");
  if (header !== HEADER) throw new Failed("proof", `is not of the form \`${HEADER}\` with a checkpoint behind an empty line`);
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice(6), "proof, extra") : null;
  if (!lines[0]?.startsWith("index ")) throw new Failed("proof", "has no line `index N`");
  const index = entries(lines.shift().slice(6), "proof, index");
  if (lines.length > 63) throw new Failed("proof", `has ${lines.length} hashes, and 63 are the most that a path has`);
  const path = lines.map((line, number) => hash(line, `proof, hash ${number + 1}`));
  return { extra, index, path, note: await readNote(note) };
}

// That one checkpoint goes on from another: `old N`, hashes, an empty line and the new one (c2sp.org/tlog-witness).
async function readConsistency(raw) {
  const [[first, ...lines], note] = parted(raw, "consistency");
  if (!first.startsWith("old ")) throw new Failed("consistency", "has no line `old N`, or no checkpoint behind an empty line");
  if (lines.length > 63) throw new Failed("consistency", `has ${lines.length} hashes, and 63 are the most`);
  const old = entries(first.slice(4), "consistency, old size");
  return { old, path: lines.map((line, number) => hash(line, `consistency, hash ${number + 1}`)), note: await readNote(note) };
}

// RFC 9162 2.1.3.2.
async function provesInclusion(entry, { index, path, note }) {
  if (index >= note.size) return false;
  let [at, last, top] = [index, note.size - 1n, await sha256(joined([0], entry))];
  for (const step of path) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      top = await sha256(joined([1], step, top));
      while (at && !(at & 1n)) [at, last] = [at >> 1n, last >> 1n];
    } else {
      top = await sha256(joined([1], top, step));
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && same(top, note.root);
}

// RFC 9162 2.1.4.2, for two trees of different sizes.
async function provesConsistency(older, newer, path) {
  if (older.size === 0n) return path.length === 0;
  let [at, last] = [older.size - 1n, newer.size - 1n];
  while (at & 1n) [at, last] = [at >> 1n, last >> 1n];
  const [first, ...steps] = older.size & (older.size - 1n) ? path : [older.root, ...path];
  if (!first) return false;
  let [oldTop, newTop] = [first, first];
  for (const step of steps) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      [oldTop, newTop] = [await sha256(joined([1], step, oldTop)), await sha256(joined([1], step, newTop))];
      while (at && !(at & 1n)) [at, last] = [at >> 1n, last >> 1n];
    } else {
      newTop = await sha256(joined([1], newTop, step));
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && same(oldTop, older.root) && same(newTop, newer.root);
}

function readEntry(raw) {
  if (raw.length > 65535) throw new Failed("entry", `has ${raw.length} bytes, and 65535 are the most`);
  const entry = canonicalDocument(raw, "entry");
  conforms(entry, "entry", "entry", FORMS);
  for (const [name, value] of Object.entries(entry.commitments)) {
    const kind = "saltedSha256" in value ? "saltedSha256" : "sha256";
    onlyFields(value, `entry.commitments.${name}`, [kind]);
    if (!/^[0-9a-f]{64}$/.test(value[kind])) throw new Failed(`entry.commitments.${name}`, "is not 64 lower-case hexadecimal digits");
  }
  return entry;
}

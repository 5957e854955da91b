// The certificate: an envelope with signatures, and the statement in it. The numbers are those of `prove/verify.py`.

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
const LARGEST_CERTIFICATE = 16 * 2 ** 20;

// What an envelope holds. The checks that differ between files are left to the caller.
function opened(raw) {
  const envelope = parse(raw, "envelope");
  conforms(envelope, "envelope", "envelope", FORMS);
  const count = envelope.signatures.length;
  if (count < 1 || count > 16) throw new Failed("envelope.signatures", `has ${count} entries, not 1 to 16`);
  return {
    type: envelope.payloadType,
    payload: base64(envelope.payload, "envelope.payload"),
    signatures: envelope.signatures.map((each, at) => base64(each.sig, `envelope.signatures[${at}].sig`)),
  };
}

function checkPayloadType({ type }) {
  if (type !== PAYLOAD_TYPE) throw new Failed("envelope", `holds \`${type}\`, not \`${PAYLOAD_TYPE}\``);
}

// For each signature, by which trusted keys and algorithms it was made. Key ids in the file decide nothing.
async function signers({ type, payload, signatures }, keys) {
  if (!keys.length) throw new Failed("keys", "none was given, so nobody is trusted", "give the signatory's public key");
  const message = joined(utf8(`DSSEv1 ${utf8(type).length} ${type} ${payload.length} `), payload);
  const found = [];
  for (const signature of signatures) {
    const made = new Map();
    for (const key of keys) {
      const algorithm = await signedWith(key, signature, message);
      if (algorithm) made.set(key.keyid, algorithm);
    }
    found.push(made);
  }
  found.second = signatures.some((each, at) => !found[at].size && each.length === POST_QUANTUM.signature);
  found.unchecked = found.second && keys.some((key) => key.unable);
  if (!found.some((made) => made.size)) {
    if (found.unchecked) throw new NotHere("signatures", `none was made by a key that this browser can use, and ${UNCHECKED} is there`, USE_COMMAND_LINE);
    const known = keys.map((key) => `\`${key.keyid.slice(0, 16)}\``).join(", ");
    throw new Failed("signatures", `none was made over this payload by a trusted key (${known})`, "the file was changed after signing, or another key signed it");
  }
  return found;
}

// Checks 1 to 5, which certificates and acts have in common: what was signed, by whom, and the document in it.
async function unsealed(raw, keys, largest, check) {
  await check(1, () => {
    if (raw.length > largest) throw new Failed("envelope", `has ${raw.length} bytes, and ${largest} are the most that are read`);
  });
  const envelope = await check(2, () => opened(raw));
  await check(3, () => checkPayloadType(envelope));
  const found = await check(4, () => signers(envelope, keys));
  const statement = await check(5, () => canonicalDocument(envelope.payload, "payload"));
  return { payload: envelope.payload, found, statement };
}

function signedBy(algorithm, found) {
  const ids = found.flatMap((made) => [...made].filter(([, how]) => how === algorithm).map(([keyid]) => keyid));
  if (!ids.length && found.unchecked && algorithm === "ml-dsa-87") throw new NotHere("signatures", "the statement declares ML-DSA-87, which this browser cannot check", USE_COMMAND_LINE);
  if (!ids.length) throw new Failed("signatures", `none was made by \`${algorithm}\`, which the statement declares`);
  return [...new Set(ids)];
}

function checkTypes(statement, predicateTypes) {
  conforms(statement, "statement", "statement", FORMS);
  if (statement._type !== STATEMENT_TYPE) throw new Failed("statement._type", `\`${statement._type}\` is not \`${STATEMENT_TYPE}\``, "use a newer release");
  if (!predicateTypes.includes(statement.predicateType)) throw new Failed("statement.predicateType", `\`${statement.predicateType}\` is not \`${predicateTypes[0]}\``, "use a newer release");
}

async function verifyCertificate(raw, keys, day, check) {
  const list = DATA.certificateChecks;
  const numbered = (number, run) => check(String(number), list[number - 1], run);
  const { payload, found, statement } = await unsealed(raw, keys, LARGEST_CERTIFICATE, numbered);
  const predicate = await numbered(6, () => {
    checkTypes(statement, DATA.predicateTypes);
    const [forms, asPresent] = READ_AS[DATA.predicateTypes.indexOf(statement.predicateType)];
    conforms(statement.predicate, "predicate", "predicate", forms);
    return asPresent(statement.predicate);
  });
  const by = await numbered(7, () => signedBy(predicate.algorithm, found));
  await numbered(8, () => checkSubjects(statement));
  await numbered(9, () => {
    if (!same(utf8(canonical(statement)), payload)) throw new Failed("payload", "says something that was not understood");
  });
  await numbered(10, () => addsUp(predicate));
  await numbered(11, () => allDisclosed(predicate));
  await numbered(12, () => represented(predicate));
  await numbered(13, () => apart(predicate));
  await numbered(14, () => issuedInOrder(predicate));
  await numbered(15, () => validOn(predicate, day));
  return { predicate, signedBy: by, made: madeBy(found), second: found.second, unchecked: found.unchecked, unverified: found.filter((made) => !made.size).length };
}

// Every key that signed, with its algorithm, each pair once.
function madeBy(found) {
  const pairs = new Map(found.flatMap((made) => [...made]).map((pair) => [canonical(pair), pair]));
  return [...pairs.values()];
}

async function checkSubjects({ subject, predicate }) {
  const { scope } = predicate;
  const expected = [
    [`scope/${scope.contract}`, await digestOf(utf8(canonical(scope)))],
    ...scope.sources.map((each) => [`source/${each.system}/${each.name}`, each.content.sha256]),
    ...predicate.evidence.map((each) => [`evidence/${each.name}`, each.digest.sha256]),
  ];
  if (new Set(expected.map(([name]) => name)).size !== expected.length) throw new Failed("subject", "two of them have one name");
  const stated = subject.map((each) => [each.name, each.digest.sha256]);
  const differing = [...expected, ...stated].filter(([name, digest]) => {
    const holds = (list) => list.some((each) => each[0] === name && each[1] === digest);
    return !(holds(expected) && holds(stated));
  });
  const names = [...new Set(differing.map(([name]) => name))].sort();
  if (canonical(expected) !== canonical(stated)) throw new Failed("subject", `disagrees with the predicate on ${names.map((name) => `\`${name}\``).join(", ") || "their order"}`);
}

function addsUp({ scope, coverage, decisions, phaseOut, representations, said }) {
  const pairs = (list, name) => canonical(list.map((each) => [each.system, each[name]]).sort((one, two) => (canonical(one) < canonical(two) ? -1 : 1)));
  if (!coverage.length || pairs(scope.sources, "name") !== pairs(coverage, "source")) throw new Failed("coverage", "does not account for each source in the scope exactly once");
  for (const each of coverage) {
    const where = `coverage of ${each.system}/${each.source}`;
    const sum = (parts) => parts.reduce((all, part) => all + part.entries, 0);
    if (sum(each.byStatus) !== each.entries) throw new Failed(where, `has ${each.entries} entries, and its parts do not sum up to that`);
    if (sum(each.byStatus.filter((part) => DATA.searched.includes(part.status))) !== each.read) throw new Failed(where, `says that ${each.read} were read, and its parts do not sum up to that`);
  }
  const systems = scope.systems.map((each) => each.id);
  const uses = [...scope.sources, ...decisions, ...phaseOut, ...representations.flatMap((each) => each.covers), ...said.filter((each) => each.system !== null)];
  const strange = uses.map((each) => each.system).filter((system) => !systems.includes(system));
  if (strange.length) throw new Failed("scope", `does not hold the systems ${[...new Set(strange)].sort().map((each) => `\`${each}\``).join(", ")}`);
  for (const end of phaseOut) {
    for (const { until } of decisions.filter((each) => each.vendor === end.vendor && each.system === end.system)) {
      if (until !== null && until < end.until) throw new Failed(`phaseOut of ${end.vendor} in ${end.system}`, `ends on ${end.until}, after ${until}, the last permitted day`);
    }
  }
  const other = said.find((each) => ![null, scope.contract].includes(each.contract));
  if (other) throw new Failed(`said of ${other.fact}`, `is about \`${other.contract}\`, another contract`);
}

const permitsThrough = ({ outcome, until }, day) => outcome === "permitted" || (outcome === "permitted-until" && until !== null && day <= until);

function allDisclosed({ disclosures, decisions, coverage, validUntil }) {
  const disclosed = disclosures.map((each) => each.id);
  if (new Set(disclosed).size !== disclosed.length) throw new Failed("disclosures", "two of them have one id");
  const open = [
    ...decisions.filter((each) => each.disclosure || !permitsThrough(each, validUntil)).map((each) => [`decision on ${each.vendor} in ${each.system}`, each.disclosure]),
    ...coverage.flatMap((summary) => summary.unread.map((each) => [`unread ${each.path} of ${summary.source}`, each.disclosure])),
  ];
  for (const [where, id] of open) if (!disclosed.includes(id)) throw new Failed(where, "is open and disclosed nowhere in the statement");
}

async function represented({ representations, disclosures, flowDown }) {
  const disclosed = disclosures.map((each) => each.id);
  for (const each of representations) {
    const where = `representation ${each.ref || each.source}`;
    if ((await digestOf(utf8(each.text))) !== each.digest.sha256) throw new Failed(where, "has words that do not have its digest");
    if ((each.ref !== "") !== (each.answer !== null)) throw new Failed(where, "is of a clause without an answer, or of a letter with one");
    for (const use of each.covers) {
      if (DATA.plainDenials.includes(each.answer) && use.surely) throw new Failed(where, `denies the use of ${use.vendor} in ${use.system}, which the statement tells`);
      if (!disclosed.includes(use.disclosure)) throw new Failed(where, `is about ${use.vendor} in ${use.system}, which is disclosed nowhere in the statement`);
    }
  }
  for (const row of flowDown) {
    if (DATA.held.includes(row.onFile) !== (row.digest !== null)) throw new Failed(`flowDown of ${row.subcontractor}`, "says that a document is held, and binds none, or the reverse");
  }
}

// What is left of a name when all is taken from it that a reader may not notice; see `domain/person.py`.
function likeness(name) {
  const plain = name.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toUpperCase().toLowerCase();
  return Array.from(plain, (letter) => DATA.alike[letter] ?? letter).join("") || name;
}

function apart({ requestedBy, signatory, reviews }) {
  if (requestedBy && likeness(requestedBy) === likeness(signatory.name)) throw new Failed("requestedBy", `\`${requestedBy}\` asked for the statement and signed it`);
  for (const each of reviews) {
    if (requestedBy && likeness(each.by) === likeness(requestedBy)) throw new Failed("reviews", `\`${requestedBy}\` asked for the statement and reviewed it`);
    if (each.verdict !== "approved") throw new Failed("reviews", `\`${each.by}\` sent it back`);
  }
}

// Whole days from one day to another, both as they are written.
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

function issuedInOrder({ issuedAt, asOf, validUntil, said, rulebook, disclosures }) {
  const issued = issuedAt.slice(0, 10);
  if (issued < asOf) throw new Failed("issuedAt", `\`${issued}\` is before \`${asOf}\`, the day that the statement speaks of`);
  if (validUntil < issued) throw new Failed("validUntil", `\`${validUntil}\` is before \`${issued}\`, the day of issue`);
  saidInOrder(said, issued);
  newEnough(rulebook, disclosures, issued);
}

function saidInOrder(said, issued) {
  const values = new Map();
  for (const { fact, contract, system, vendor, value, on } of said) {
    if (issued < on) throw new Failed(`said of ${fact}`, `was said on \`${on}\`, after \`${issued}\`, the day of issue`);
    const subject = canonical([fact, contract, system, vendor]);
    if (values.has(subject) && values.get(subject) !== value) throw new Failed(`said of ${fact}`, "is told in two ways");
    values.set(subject, value);
  }
}

function newEnough({ verifiedThrough, ageLimit: limit }, disclosures, issued) {
  if (!limit) return;
  if (issued < limit.askedOn) throw new Failed("rulebook.ageLimit", `was asked on \`${limit.askedOn}\`, after \`${issued}\`, the day of issue`);
  const days = daysBetween(verifiedThrough, limit.askedOn);
  if (days < -1) throw new Failed("rulebook.verifiedThrough", `\`${verifiedThrough}\` is after \`${limit.askedOn}\`, when it was asked`);
  if (days > limit.maxDays && !disclosures.some((each) => each.id.startsWith("stale:"))) throw new Failed("rulebook.verifiedThrough", `\`${verifiedThrough}\` is more than ${limit.maxDays} days before \`${limit.askedOn}\`, and that is not disclosed`);
}

function validOn({ issuedAt, validUntil }, day) {
  const issued = issuedAt.slice(0, 10);
  if (day < issued) throw new Failed("as of", `\`${day}\` is before \`${issued}\`, the day of issue`);
  if (validUntil < day) throw new Failed("as of", `\`${day}\` is after \`${validUntil}\`, the last day of validity`);
}

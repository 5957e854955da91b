// The policy of whoever verifies: whose keys count, for what, from when to when. It is TOML, of which this page reads what
// such a file needs, and refuses the rest: see `readers/trust.py`, which reads all of it.

const KNOWN_KEYS = {
  top: ["threshold", "algorithms", "stamped", "stamp_authorities"],
  keys: ["file", "person", "roles", "from", "until", "revoked", "reason", "credential", "subcontractor"],
  people: ["person", "also"],
};
const HEADERS = { keys: "[[keys]]", people: "[[people]]", top: "the policy" };
const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" };
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const BY_COMMAND_LINE = "the command line reads all of TOML";

class Day {
  constructor(written) {
    this.written = written;
  }
}

// The tables of a TOML text in order, each with its kind, its line and its values.
function tablesOf(written, where) {
  let at = 0;
  const line = () => written.slice(0, at).split("\n").length;
  const wrong = (what, help = BY_COMMAND_LINE) => new Failed(`${where}:${line()}`, what, help);
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(written);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const blank = () => take(/(?:[ \t]|\r?\n|#[^\n]*)*/y);
  const value = () => {
    let found;
    if ((found = take(/"((?:[^"\\\r\n]|\\(?:[btnfr"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*)"/y))) return found[1].replace(/\\(?:([btnfr"\\])|[uU]([0-9A-Fa-f]+))/g, (_, letter, code) => (letter ? ESCAPES[letter] : letterOf(code)));
    if ((found = take(/'([^'\r\n]*)'/y))) return found[1];
    if ((found = take(/\d{4}-\d{2}-\d{2}(?![\w:.+-]| \d)/y))) return dayOf(found[0]);
    if ((found = take(/(?:true|false)(?![\w.+-])/y))) return found[0] === "true";
    if ((found = take(/(?:0|[1-9]\d{0,8})(?![\w:.+-])/y))) return Number(found[0]);
    if (!take(/\[/y)) throw wrong("holds a value that this page does not read");
    const entries = [];
    for (blank(); !take(/\]/y); blank()) {
      if (entries.length && !entries.comma) throw wrong("holds a list without a comma between its entries");
      if (take(/\[/y)) throw wrong("holds a list in a list");
      entries.push(value());
      blank();
      entries.comma = take(/,/y) !== null;
    }
    return entries;
  };
  const letterOf = (code) => {
    const number = Number.parseInt(code, 16);
    if (number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) throw wrong(`\`\\u${code}\` is no character`);
    return String.fromCodePoint(number);
  };
  const dayOf = (text) => {
    const day = new Date(`${text}T00:00:00Z`);
    if (Number.isNaN(day.valueOf()) || day.toISOString().slice(0, 10) !== text) throw wrong(`\`${text}\` is not in the calendar`);
    return new Day(text);
  };
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/.test(written)) throw wrong("holds a control character");
  const tables = [{ kind: "top", line: 1, values: new Map() }];
  for (blank(); at < written.length; blank()) {
    const header = take(/\[\[[ \t]*(keys|people)[ \t]*\]\]/y);
    if (header) {
      tables.push({ kind: header[1], line: line(), values: new Map() });
    } else {
      const { kind, values } = tables.at(-1);
      const name = take(/([A-Za-z0-9_-]+)[ \t]*=[ \t]*/y)?.[1];
      if (name === undefined) throw wrong("is neither `key = value`, nor [[keys]] or [[people]]");
      if (!KNOWN_KEYS[kind].includes(name)) throw wrong(`\`${name}\` has no place in ${HEADERS[kind]}`, "");
      if (values.has(name)) throw wrong(`\`${name}\` stands twice`, "");
      values.set(name, value());
    }
    if (!take(/[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y)) throw wrong("has something after a value, or a header, on its line");
  }
  return tables;
}

// How a key of one table may be read; each returns nothing where the key is missing.
function fieldsOf({ kind, line, values }, where) {
  const wrong = (name, what, help = "") => new Failed(`${where}:${line}`, `in ${HEADERS[kind]}, \`${name}\` ${what}`, help);
  const textOf = (name, value) => {
    const plain = typeof value === "string" ? value.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, "") : "";
    if (!plain) throw wrong(name, "must be text in quotation marks, and not empty");
    if (UNPRINTABLE.test(plain)) throw wrong(name, "holds a line break, or a control or invisible character");
    return plain;
  };
  const taken = (name, convert) => (values.has(name) ? convert(values.get(name)) : null);
  const each = (name, convert = (value) => value) =>
    taken(name, (value) => {
      if (!Array.isArray(value)) throw wrong(name, "must be a list");
      return value.map((entry) => convert(textOf(name, entry)));
    }) ?? [];
  return {
    wrong,
    each,
    text: (name) => taken(name, (value) => textOf(name, value)),
    flag: (name) => taken(name, (value) => {
      if (typeof value !== "boolean") throw wrong(name, "must be true or false");
      return value;
    }) ?? false,
    day: (name) => taken(name, (value) => {
      if (!(value instanceof Day)) throw wrong(name, "must be a day, written as 2026-03-04");
      const year = Number(value.written.slice(0, 4));
      if (year < 1990 || year > 2100) throw wrong(name, `lies in the year ${year}`);
      return value.written;
    }),
    members: (name, known) => each(name, (value) => {
      if (!known.includes(value)) throw wrong(name, `cannot be \`${value}\``);
      return value;
    }),
    require: (...names) => {
      for (const name of names) if (!values.has(name)) throw wrong(name, "is missing");
    },
  };
}

// What the policy in `written` says; the key id of each grant is not known until its file is read.
function readPolicy(written, where) {
  const [top, ...tables] = tablesOf(written.replace(/^\ufeff/, ""), where);
  const policy = fieldsOf(top, where);
  const threshold = top.values.get("threshold") ?? 1;
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > 16) throw policy.wrong("threshold", "must be a number from 1 to 16");
  const persons = new Map();
  const grants = tables.filter(({ kind }) => kind === "keys").map((table) => grantOf(fieldsOf(table, where), persons));
  if (!grants.length) throw new Failed(where, "the policy trusts nobody", "add [[keys]] with `file`, `person` and `roles`");
  return {
    threshold,
    algorithms: policy.members("algorithms", Object.keys(DATA.words.algorithm)),
    stamped: policy.flag("stamped"),
    authorities: policy.each("stamp_authorities"),
    grants,
    people: peopleOf(tables.filter(({ kind }) => kind === "people").map((table) => fieldsOf(table, where)), persons),
  };
}

function grantOf(fields, persons) {
  fields.require("file", "person", "roles");
  const grant = {
    file: fields.text("file"),
    person: fields.text("person"),
    roles: fields.members("roles", Object.keys(DATA.roles)),
    start: fields.day("from"),
    until: fields.day("until"),
    revoked: fields.day("revoked"),
    why: fields.text("reason") ?? "",
  };
  if (grant.start && grant.until && grant.until < grant.start) throw fields.wrong("until", `is ${grant.until}, which is before \`from\`, ${grant.start}`);
  const credential = fields.text("credential");
  if (credential && /\s/.test(credential)) throw fields.wrong("credential", "must not hold spaces");
  if (credential && canonical(grant.roles) !== '["approver"]') throw fields.wrong("credential", "is of an authenticator, which signs approvals alone");
  const subcontractor = fields.text("subcontractor") ?? "";
  if (subcontractor && !/^[A-Z0-9]{12}$/.test(subcontractor)) throw fields.wrong("subcontractor", `\`${subcontractor}\` is no UEI`, "give its 12 capital letters and digits");
  if (subcontractor && canonical(grant.roles) !== '["signatory"]') throw fields.wrong("subcontractor", "is of a key that signs certificates alone");
  oneWay(fields, grant.person, persons);
  return { ...grant, subcontractor };
}

// Refuse a name that looks like an earlier one and is not the same: a threshold counts persons.
function oneWay(fields, person, persons) {
  const first = persons.get(likeness(person)) ?? person;
  persons.set(likeness(person), first);
  if (first !== person) throw fields.wrong("person", `\`${person}\` looks like \`${first}\`, and would be counted as another person`);
}

// Who is who: from how each name looks to how the first name of the same person looks.
function peopleOf(tables, persons) {
  const named = new Set();
  for (const fields of tables) {
    fields.require("person");
    const person = fields.text("person");
    oneWay(fields, person, persons);
    if (named.has(person)) throw fields.wrong("person", `\`${person}\` stands twice`);
    named.add(person);
  }
  const owners = new Map(persons);
  const byName = new Map([...persons.keys()].map((like) => [like, like]));
  for (const fields of tables) {
    const person = fields.text("person");
    for (const name of fields.each("also")) {
      const owner = owners.get(likeness(name)) ?? person;
      owners.set(likeness(name), owner);
      if (owner !== person) throw fields.wrong("also", `\`${name}\` is, or looks like, a name of \`${owner}\``);
      byName.set(likeness(name), likeness(person));
    }
  }
  return (name) => byName.get(likeness(name)) ?? likeness(name);
}

// The keys that the policy names, out of those that were chosen, by the names of their files; and the grants with them.
async function withKeys(policy, files, where) {
  const nameOf = (path) => path.split(/[\\/]/).at(-1);
  const wanted = policy.grants.map(({ file }) => nameOf(file));
  const twice = wanted.find((name, at) => wanted.indexOf(name) !== at);
  if (twice) throw new Failed(where, `names two files, or one twice, that are called \`${twice}\``, "on this page each key needs a file name of its own");
  const missing = wanted.find((name) => !files.some((file) => file.name === name));
  if (missing) throw new Failed(where, `names \`${missing}\`, which is not among the keys that you chose`, "choose it as well");
  const strange = files.find((file) => !wanted.includes(file.name));
  if (strange) throw new Failed(strange.name, "is a key that the policy does not name", "choose the keys that it names, and no other");
  const keys = [];
  for (const name of wanted) keys.push(await trustedKey(text(await bytesOf(files.find((file) => file.name === name)), name), name));
  const ids = keys.map(({ keyid }) => keyid);
  if (new Set(ids).size !== ids.length) throw new Failed(where, "names one key twice", "give each key to one person");
  const bound = new Map();
  policy.grants.forEach(({ subcontractor }, at) => subcontractor && bound.set(subcontractor, [...(bound.get(subcontractor) ?? []), keys[at]]));
  const own = keys.filter((_, at) => !policy.grants[at].subcontractor);
  return { keys: own, bound, policy: { ...policy, grants: policy.grants.map((grant, at) => ({ ...grant, keyid: ids[at] })) } };
}

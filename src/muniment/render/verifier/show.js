// What was found, on the page. Every text goes through `visible` and into text nodes, never into markup.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const visible = (text) => String(text).replace(HIDDEN, (letter) => `\\u${letter.codePointAt(0).toString(16).padStart(4, "0")}`);
const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat().map((child) => (child instanceof Node ? child : visible(child))));
  return made;
}

const section = (title, ...children) => element("section", {}, element("h2", {}, title), ...children);
const facts = (rows) => element("dl", {}, rows.filter(([, value]) => value !== "").flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
const list = (items) => element("ul", {}, items.map((item) => element("li", {}, item)));
const lines = (text) => text.split("\n").flatMap((line, at) => (at ? [element("br", {}), line] : [line]));

function table(caption, titles, rows) {
  const head = element("tr", {}, titles.map((title) => element("th", { scope: "col" }, title)));
  const body = rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row" }, first), others.map((cell) => element("td", {}, cell))));
  const whole = element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, body));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, whole);
}

function verdict({ failed, warnings, certificate, act, trusted }, day) {
  if (failed?.failure instanceof NotHere) {
    const { id, failure } = failed;
    return ["unasked", "?", "Not verified here", `Check ${id}, ${failure.where}: ${failure.what}. That is not to say that it is wrong: ${failure.help}.`];
  }
  if (failed) {
    const { id, failure } = failed;
    return ["failed", "✗", "Not verified", `Check ${id}, ${failure.where}: ${failure.what}.${failure.help ? ` ${failure.help[0].toUpperCase()}${failure.help.slice(1)}.` : ""} Do not rely on this file.`];
  }
  const by = `Signed with ${(act ?? certificate).signedBy.map((each) => each.slice(0, 16)).join(", ")}${trusted ? `, and trusted by your policy: ${trusted.persons.join(", ")}` : ""}.`;
  if (warnings.length) return ["warned", "!", `Verified as of ${day}, with ${count(warnings.length, "warning")}`, `${by} Something could not be checked, or was signed by nobody:`];
  return ["passed", "✓", `Verified as of ${day}`, by];
}

function showVerdict(found, day) {
  const [kind, sign, title, more] = verdict(found, day);
  return panel(kind, sign, title, more, ...(found.warnings.length ? [list(found.warnings)] : []));
}

function panel(kind, sign, title, ...more) {
  const [first, ...rest] = more;
  return element("div", { class: `verdict ${kind}` }, element("p", { class: "title" }, element("span", { "aria-hidden": "true" }, sign), ` ${title}`), element("p", {}, first), ...rest);
}

function showChecks({ checks, certificate, act, files = [] }) {
  const state = (failure) => (!failure ? ["passed", "✓ passed"] : failure instanceof NotHere ? ["unasked", "? not here"] : ["failed", "✗ failed"]);
  const row = ({ id, label, failure }) =>
    element("li", { class: state(failure)[0] }, element("span", { class: "id" }, id), element("span", { class: "state" }, state(failure)[1]), element("span", {}, failure ? `${label}. ${failure.where}: ${failure.what}` : label));
  const shown = section("Checks", element("ol", { class: "checks" }, checks.map(row)));
  const pages = files.some((each) => each.name === "certificate.pdf" && !each.withheld) ? "; nor was certificate.pdf: read the certificate here" : "";
  const whose = checks.length > DATA.actChecks.length ? "" : ", and whose the key is";
  const open = act ? `Not checked, because no program can: that it is true, and the hour, which the person says${whose}.` : `Not checked, because no program can: that the statement is true or complete, and that the key is the signatory's${pages}.`;
  shown.append(element("p", { class: "quiet" }, checks.at(-1)?.failure ? "The first check that does not pass ends the verification. Nothing of the file is shown." : open));
  if (certificate?.unverified) shown.append(element("p", { class: "quiet" }, `${count(certificate.unverified, "other signature")} in the certificate could not be checked${certificate.second ? "; one has the size of ML-DSA-87, and counts for nothing here without a key of that kind that this browser can use" : ""}.`));
  return shown;
}

const seen = ({ rung, findings }) => (findings ? `${DATA.words.rung[rung]}, ${count(findings, "place")}` : "recorded by a person");

function showCertificate({ predicate }) {
  const { scope, rulebook, signatory } = predicate;
  const about = [scope.title, scope.agency, scope.modification && `modification ${scope.modification}`].filter(Boolean).join(", ");
  const reviews = predicate.reviews.map((each) => ["reviewed", `${DATA.words.verdict[each.verdict]} by ${each.by}, ${instantOf(each.at)} ${each.note}`.trim()]);
  return section(
    `Certificate for ${scope.contract}`,
    facts([
      ["certificate", predicate.id],
      ["replaces", predicate.earlier?.id ?? ""],
      ["organisation", scope.organisation],
      ["contract", about ? `${scope.contract} (${about})` : scope.contract],
      ["tier", scope.tier],
      ["clauses", scope.clauses.map((each) => `${each.id} ${each.version}`.trim()).join(", ")],
      ["solicited", scope.solicited ?? ""],
      ["asked for by", predicate.requestedBy],
      ...reviews,
      ["signatory", `${signatory.name}, ${signatory.title}`],
      ["speaks of", predicate.asOf],
      ["issued", instantOf(predicate.issuedAt)],
      ["valid until", predicate.validUntil],
      ["systems", scope.systems.map((each) => each.id).join(", ")],
      ["not about", scope.outside.length ? `${scope.outside.join(", ")}, which the estate also holds` : "no other system in the estate"],
      ["looked for", `${count(scope.vendors.length, "vendor")}: ${scope.vendors.map((each) => each.name).join(", ")}`],
      ["rulebook", `${rulebook.version} of ${rulebook.released}, looked up through ${rulebook.verifiedThrough}${ageOf(rulebook)}`],
    ]),
  );
}

const ageOf = ({ verifiedThrough, ageLimit: limit }) => {
  if (!limit) return "";
  const days = daysBetween(verifiedThrough, limit.askedOn);
  const later = days >= 0 ? `, ${grouped(days)} ${days === 1 ? "day" : "days"} after that` : "";
  return `, asked on ${limit.askedOn}${later}; ${grouped(limit.maxDays)} are the most, as the ${DATA.words.setIn[limit.setIn]} sets`;
};
const grouped = (number) => number.toLocaleString("en");
const aboutOf = ({ contract, system, vendor }) => [contract && `contract ${contract}`, system && `system ${system}`, vendor && `vendor ${vendor}`].filter(Boolean).join(", ") || "the organisation";
const instantOf = (text) => text.replace("T", " ").replace("Z", " UTC");

function showWording({ representations }) {
  return representations.map((each) => {
    const uses = each.covers.map((use) => [use.surely ? "is about" : "perhaps about", `${use.vendor} in ${use.system}, told as ${use.disclosure || "nothing"}`]);
    const answer = each.answer === null ? [] : [["answer", DATA.words.answer[each.answer]], ["words from", each.source]];
    const title = each.ref ? `${each.ref} (${each.version})` : `Wording from ${each.source}`;
    return section(title, element("blockquote", {}, lines(each.text)), facts([...answer, ...uses]));
  });
}

// Waivers, ends of uses, the inquiry and subcontractors; nothing for what the certificate lacks.
function showBrought({ waivers, phaseOut, inquiry, flowDown, said, evidence }) {
  const parts = [
    ["Waivers", waivers.map((each) => [each.id, `${each.instrument}, granted by ${each.grantedBy}, from ${each.issued} ${each.until ? `until ${each.until}` : "without an end"}: ${each.document}`])],
    ["Phased out", phaseOut.map((each) => [each.until, `${each.vendor} in ${each.system}: ${each.how}`])],
    [
      "Inquired",
      [
        ...inquiry.methods.map((each) => ["method", each]),
        ...inquiry.people.map((each) => ["asked", `${[each.name, each.role].filter(Boolean).join(", ")}, on ${each.on}: ${each.about}`]),
        ...inquiry.searches.map((each) => ["searched", `${each.where} for "${each.words}", on ${each.on} by ${each.by}: ${each.result}`]),
        ...inquiry.limits.map((each) => ["not seen", each]),
      ],
    ],
    ["Said", said.map((each) => [each.by, `on ${each.on}, of ${aboutOf(each)}: ${each.fact} ${each.value ?? "nobody knows"}${each.source ? `, source: ${each.source}` : ""}`])],
    ["Subcontractors", flowDown.map((each) => [DATA.words.onFile[each.onFile], `${each.subcontractor}, ${each.clause}${each.document ? `: ${each.document}` : ""}`])],
    ["Evidence", evidence.map((each) => [each.name, `sha256:${each.digest.sha256}`])],
  ];
  return parts.filter(([, rows]) => rows.length).map(([title, rows]) => section(title, facts(rows)));
}

function showDecisions({ decisions }) {
  if (!decisions.length) return section("Decided", element("p", {}, "No use of a vendor that was looked for was found in what was read."));
  const grounds = (decision) => [
    ...decision.grounds.map((each) => `${each.instrument}: ${each.says}`),
    ...decision.openLaw.map((each) => `open law, ${each.instrument}: ${each.says}`),
    ...decision.missing.map((each) => `missing, ${each.fact}: ${each.question}`),
    ...decision.readings.map((each) => `reading, ${each.instrument}, ${each.holder}: ${DATA.words.outcome[each.outcome]}`),
    ...(decision.disclosure ? [`told as ${decision.disclosure}`] : []),
  ];
  const rows = decisions.map((each) => [
    element("span", { class: `outcome ${each.outcome}` }, `${DATA.signs[each.outcome]} ${DATA.words.outcome[each.outcome]}${each.until ? ` (${each.until})` : ""}`),
    `${each.vendor} in ${each.system}`,
    seen(each),
    list(grounds(each)),
  ]);
  return section("Decided", table("Uses that were found, and what was decided", ["Outcome", "Use", "Seen", "Because"], rows));
}

function showDisclosures({ disclosures }) {
  if (!disclosures.length) return section("Disclosed", element("p", {}, "Nothing: no matter is open."));
  return section("Disclosed", ...disclosures.map((each) => element("div", { class: "told" }, element("p", {}, each.matter), facts([["told as", each.text], ["under", each.under], ...each.fields.map((field) => [field.name, field.value]), ["id", each.id]]))));
}

function showLimits({ coverage }) {
  const rows = coverage.map((each) => [each.system, each.source, `${each.read} of ${each.entries}`, String(each.unread.length)]);
  const shown = section("Limits", table("What was read, source by source", ["System", "Source", "Entries read", "Could hide a use"], rows));
  for (const each of coverage.filter((summary) => summary.unread.length)) {
    const unread = each.unread.map((path) => `${path.path}: ${DATA.words.fileStatus[path.status]}, ${path.why}`);
    shown.append(element("details", {}, element("summary", {}, `${count(each.unread.length, "path")} of ${each.source}`), list(unread)));
  }
  return shown;
}

function showPackage({ files, included, nested, apart = [] }) {
  const shown = [];
  if (files.length) {
    const rows = files.map((each) => [each.name, count(each.size, "byte"), each.marking, each.withheld ? "withheld" : "here"]);
    shown.push(section("In the package", table("Files", ["File", "Size", "Marking", "Where"], rows)));
  }
  if (apart.length) shown.push(section("Came apart", table("Files that came apart from the package", ["File", "Is"], apart)));
  if (included) shown.push(section("In the ledger", facts([["ledger", included.origin], ["entry", `${included.index}, counted from 0, of ${included.size}`], ["root", included.root]])));
  for (const each of nested) {
    const { scope, signatory, validUntil, decisions, disclosures } = each.certificate.predicate;
    shown.push(section(`Subcontractor ${each.name.split("/")[1]}`, facts([["organisation", scope.organisation], ["contract", scope.contract], ["signatory", `${signatory.name}, ${signatory.title}`], ["valid until", validUntil], ["decided", count(decisions.length, "use")], ["disclosed", count(disclosures.length, "matter")]])));
  }
  return shown;
}

// What one person did, as it was signed.
function showAct({ kind, by, at, about, ...told }) {
  const rows = DATA.acts[kind].filter((name) => told[name]).map((name) => [name, told[name]]);
  const whole = `${kind[0].toUpperCase()}${kind.slice(1)}`;
  return section(whole, facts([["by", by], ["at", instantOf(at)], ...rows, ...about.map(({ name, digest }) => ["about", `${name}, sha256:${digest.sha256}`])]));
}

// Who signed, by the policy, and whose keys do not count.
function showTrusted({ trusted }) {
  if (!trusted) return [];
  const rows = [
    ...trusted.signed.map(({ grant, algorithm }) => ["signed by", `${grant.person} (${grant.roles.join(" and ")}), ${algorithm}, key ${grant.keyid.slice(0, 16)}`]),
    ...trusted.refused.map(({ grant, why }) => ["not counted", `the key of ${grant.person} ${why}`]),
    ["time", "as the signatory says: this page checks no time stamps"],
  ];
  return [section("Trusted by your policy", facts(rows))];
}

// All of it, in the order in which a reader needs it. Nothing of a file that failed is shown.
function shown(found) {
  const checks = showChecks(found);
  if (found.failed) return [checks];
  if (found.act) return [showAct(found.act), checks];
  const { predicate } = found.certificate;
  return [showCertificate(found.certificate), ...showWording(predicate), showDecisions(predicate), showDisclosures(predicate), ...showBrought(predicate), showLimits(predicate), ...showPackage(found), ...showTrusted(found), checks];
}

module.exports = [
  [/huawei[\w -]*/i, "Huawei"],
  [/\b(zte)[- ]?([\w ]+)/i, "ZTE"],
  [/micromessenger\/([\w.]+)/i, "WeChat"],
  [/musical_ly(?:.+app_?version\/|_)([\w.]+)/i, "TikTok"],
  [/baidubrowser[ /]?([\w.]+)/i, "Baidu"],
];

!function (w, d, t) {
  w.TiktokAnalyticsObject = t; var ttq = w[t] = w[t] || [];
  ttq.load = function (e) { var r = "https://analytics.tiktok.com/i18n/pixel/events.js"; var s = d.createElement("script"); s.src = r + "?sdkid=" + e; d.head.appendChild(s); };
  ttq.load('C4ABCDEF'); ttq.page();
}(window, document, 'ttq');

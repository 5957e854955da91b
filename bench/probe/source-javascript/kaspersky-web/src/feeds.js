const FEED = 'https://wlinfo.kaspersky.com/api/v1.0/feeds/';
module.exports = (https, id, cb) => https.get(FEED + id + '?limit=1000', cb);

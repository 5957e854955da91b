export const BLOCKED = ['analytics.tiktok.com', 'doubleclick.net', 'connect.facebook.net', 'metrics1.data.hicloud.com'];

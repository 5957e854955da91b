const url = `https://api.map.baidu.com/geocoding/v3/?address=${q}&output=json&ak=${AK}`;
export const geo = () => fetch(url).then(r => r.json());

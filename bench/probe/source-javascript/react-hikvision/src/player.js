import { WebVideoCtrl } from './vendor/webVideoCtrl.js';

export function login(ip, user, password) {
  return WebVideoCtrl.I_Login(ip, 1, 80, user, password, {
    success: () => fetch(`http://${ip}/ISAPI/ContentMgmt/InputProxy/channels`),
  });
}

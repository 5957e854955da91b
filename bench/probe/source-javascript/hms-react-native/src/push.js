import { HmsPushInstanceId, HmsPushEvent } from '@hmscore/react-native-hms-push';

export async function register() {
  const { result } = await HmsPushInstanceId.getToken('');
  HmsPushEvent.onTokenReceived((event) => console.log(event));
  return result;
}

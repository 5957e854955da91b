import { HMSReactiveStore, selectIsConnectedToRoom } from "@100mslive/hms-video-store";

const hms = new HMSReactiveStore();
hms.triggerOnSubscribe();
export const hmsActions = hms.getActions();
export const connected = () => hms.getStore().getState(selectIsConnectedToRoom);

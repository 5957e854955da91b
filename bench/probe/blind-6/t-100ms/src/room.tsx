import { HMSRoomProvider, useHMSActions } from "@100mslive/react-sdk";

export const Room = () => <HMSRoomProvider><Join /></HMSRoomProvider>;

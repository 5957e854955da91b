import { initializePaddle } from '@paddle/paddle-js';
const paddle = await initializePaddle({ token: 't' });

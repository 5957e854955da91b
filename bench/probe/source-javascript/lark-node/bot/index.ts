import * as lark from '@larksuiteoapi/node-sdk';

const client = new lark.Client({ appId: process.env.APP_ID!, appSecret: process.env.APP_SECRET!, domain: lark.Domain.Feishu });
export const send = (id: string, text: string) =>
  client.im.message.create({ params: { receive_id_type: 'chat_id' }, data: { receive_id: id, msg_type: 'text', content: JSON.stringify({ text }) } });

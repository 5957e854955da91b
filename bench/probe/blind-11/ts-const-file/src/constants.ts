export const HOSTS = {
  cn: 'dashscope.aliyuncs.com',
  intl: 'dashscope-intl.aliyuncs.com',
} as const;
export const MODEL = 'qwen-plus';

from litellm import acompletion
await_me = acompletion(model="volcengine/ep-20240910101010-abcde", messages=m)

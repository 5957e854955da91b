export const Press = () => <p>As seen next to OpenAI, DeepSeek and ByteDance in the news.</p>;

export async function model(key, name) {
  const { GoogleGenerativeAI } = await import('@google/generative-ai');
  return new GoogleGenerativeAI(key).getGenerativeModel({ model: name });
}

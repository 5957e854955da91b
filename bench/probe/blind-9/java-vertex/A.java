import com.google.cloud.vertexai.VertexAI;
import com.google.cloud.vertexai.generativeai.GenerativeModel;

class A { void f() { new GenerativeModel("gemini-1.5-flash", new VertexAI("p", "us-central1")); } }

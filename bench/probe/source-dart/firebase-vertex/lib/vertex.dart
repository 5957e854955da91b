import 'package:firebase_vertexai/firebase_vertexai.dart';

final model = FirebaseVertexAI.instance.generativeModel(model: 'gemini-2.0-flash-lite');

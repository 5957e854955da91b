import 'package:google_generative_ai/google_generative_ai.dart';
final m = GenerativeModel(model: 'gemini-1.5-flash', apiKey: k);

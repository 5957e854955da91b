import 'package:google_generative_ai/google_generative_ai.dart';

final model = GenerativeModel(model: 'gemini-1.5-flash', apiKey: const String.fromEnvironment('KEY'));

import 'package:dart_openai/dart_openai.dart';
void main() { OpenAI.apiKey = "x"; }

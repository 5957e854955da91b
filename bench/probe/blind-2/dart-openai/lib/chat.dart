import 'package:dart_openai/dart_openai.dart';

Future<String?> ask(String q) async {
  OpenAI.apiKey = const String.fromEnvironment('KEY');
  final r = await OpenAI.instance.chat.create(model: "gpt-4o", messages: []);
  return r.choices.first.message.content?.first.text;
}

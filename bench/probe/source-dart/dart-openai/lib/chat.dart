import 'package:dart_openai/dart_openai.dart';

Future<String> ask(String text) async {
  OpenAI.apiKey = const String.fromEnvironment('OPENAI_API_KEY');
  final chat = await OpenAI.instance.chat.create(model: 'gpt-4o-mini', messages: []);
  return chat.choices.first.message.content!.first.text!;
}

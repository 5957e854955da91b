import 'package:huawei_push/huawei_push.dart';

void register() => Push.getToken('');

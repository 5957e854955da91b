import 'package:flutter/material.dart';

const mistral = TextStyle(fontFamily: 'Mistral', fontSize: 18);
const claude = Color(0xFFCC9966);

repositories { maven("https://artifact.bytedance.com/repository/pangle") }
dependencies { implementation("com.pangle.global:ads-sdk:5.8.0.8") }

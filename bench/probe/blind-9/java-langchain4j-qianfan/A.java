import dev.langchain4j.community.model.qianfan.QianfanChatModel;

class A { Object m = QianfanChatModel.builder().modelName("ERNIE-Bot 4.0").build(); }

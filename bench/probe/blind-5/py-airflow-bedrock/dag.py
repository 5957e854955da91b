from airflow.providers.amazon.aws.operators.bedrock import BedrockInvokeModelOperator

op = BedrockInvokeModelOperator(task_id="x", model_id="amazon.titan-text-express-v1", input_data={})

CREATE ML_ENGINE openai_engine FROM openai USING openai_api_key = 'unset';
CREATE MODEL review_sentiment PREDICT sentiment USING engine = 'openai_engine', model_name = 'gpt-4', prompt_template = 'describe {{review}}';

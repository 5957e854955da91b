export const Links = (props) => {
  const href = 'https://open.weixin.qq.com/qr/code?username=' + props.weixin;
  return <a key='weixin' href={href}>follow</a>;
};
